import { forgetSettings } from '../forget-settings.js';

// To be imported before anything that reads them.
forgetSettings({ except: ['PORT'] });
