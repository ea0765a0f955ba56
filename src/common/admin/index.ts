export { adminOnly } from './admin.middleware';
export { AdminSettings } from './admin.settings';
