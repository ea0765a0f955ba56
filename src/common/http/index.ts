export { Cursor, Limit, PAGE, pageOf, UUID_CURSOR } from './page';
export type { Page } from './page';
export { validationPipe } from './validation.pipe';
