import { type ArgumentMetadata, type ValidationError, ValidationPipe } from '@nestjs/common';
import { ApiError } from '../errors';

function sentence(error: ValidationError): string {
  const { whitelistValidation, ...others } = error.constraints ?? {};
  if (whitelistValidation) return `${error.property} is not a known field`;
  return Object.values(others)[0] ?? `${error.property} is not valid`;
}

/** Refuses bodies of thousands of levels: Nest and class-transformer recurse into each of them. */
class ShallowValidationPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    try {
      return (await super.transform(value, metadata)) as unknown;
    } catch (cause) {
      if (!(cause instanceof RangeError)) throw cause;
      throw new ApiError('malformed_request', 'The body is nested too deeply.', {}, { cause });
    }
  }
}

/**
 * Checks bodies, forms and queries against their classes. Unknown fields and bad values are answered with 400, naming
 * the field.
 */
export function validationPipe(): ValidationPipe {
  return new ShallowValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: errors => new ApiError('invalid_parameter', `${errors.map(sentence).join('; ')}.`),
  });
}
