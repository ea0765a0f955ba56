export { isPagePath } from './page-paths';
export { servePage } from './serve-page';
