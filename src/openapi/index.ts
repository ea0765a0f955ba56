export { openApiDocument, serveDocumentation } from './document';
