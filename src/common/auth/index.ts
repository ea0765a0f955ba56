export { adoptUploads } from './adopt-uploads';
export type { ApiKey } from './api-key';
export { ApiKeySettings } from './api-key.settings';
export { identifyCaller, requireKey } from './api-key.middleware';
export { Owner } from './owner.decorator';
export { SessionController } from './session.controller';
