import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { isOpen } from '../calls';
import { VERSION } from '../common/version';
import { documentedMessages } from '../webhooks';
import { asOpenApi31 } from './as-openapi-31';
import { operationId } from './operation-id';
import { withWholeNumbers } from './with-whole-numbers';

/** Short forms of paths under `/api`, which work and are not documented twice. */
const ALIASES = ['/upload', '/status/{id}', '/download/{id}', '/webhook'];

/** The document of every call that clients may make. */
export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Darkroom')
    .setDescription(
      'Takes a CSV of products with image URLs, compresses every image in the background, and hands out status, details, an output CSV and signed webhooks. `/upload`, `/status/{id}`, `/download/{id}` and `/webhook` are also served without `/api`.',
    )
    .setVersion(VERSION)
    .addServer('/')
    .addSecurity('bearer', { type: 'http', scheme: 'bearer', description: 'An API key, once there are any' })
    .addSecurity('header', { type: 'apiKey', in: 'header', name: 'X-API-Key', description: 'The same' })
    .addSecurityRequirements('bearer')
    .addSecurityRequirements('header')
    .build();
  const document = SwaggerModule.createDocument(app, config);
  for (const alias of ALIASES) delete document.paths[alias];
  for (const [path, operations] of Object.entries(document.paths)) {
    const security = isOpen(path) ? { security: [] } : {};
    for (const [method, operation] of Object.entries(operations)) {
      Object.assign(operation as object, { operationId: operationId(method, path), ...security });
    }
  }
  return { ...asOpenApi31(withWholeNumbers(document)), webhooks: documentedMessages() };
}

/** Swagger UI and the document itself. */
export function serveDocumentation(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Darkroom API',
  });
}
