export { Cursor, Limit, PAGE, pageOf } from './page';
export type { Page } from './page';
export { validationPipe } from './validation.pipe';
