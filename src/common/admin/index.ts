export { adminOnly } from './admin.guard';
export { AdminSettings } from './admin.settings';
