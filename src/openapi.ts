import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { VERSION } from './common/version';
import { withWebhooks } from './webhooks';

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
    .build();
  const document = SwaggerModule.createDocument(app, config);
  for (const alias of ALIASES) delete document.paths[alias];
  return withWebhooks(document);
}

/** Swagger UI and the document itself. */
export function serveDocumentation(app: INestApplication): void {
  SwaggerModule.setup('api/docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'api/openapi.json',
    customSiteTitle: 'Darkroom API',
  });
}
