import { type ArgumentMetadata, type ValidationError, ValidationPipe } from '@nestjs/common';
import { ApiError } from '../errors';

const unknownField = (name: string) => `${name} is not a known field`;

function sentence(error: ValidationError): string {
  const { whitelistValidation, ...others } = error.constraints ?? {};
  if (whitelistValidation) return unknownField(error.property);
  return Object.values(others)[0] ?? `${error.property} is not valid`;
}

const unacceptable = (sentences: string[]) => new ApiError('invalid_parameter', `${sentences.join('; ')}.`);

/**
 * Names that every object or class has. Nest and class-transformer drop such fields, and the whitelist of
 * class-validator lets them pass.
 */
function isBuiltIn(name: string): boolean {
  return name in Object.prototype || name === 'prototype';
}

/**
 * Refuses unknown fields with built-in names too, and bodies of thousands of levels: Nest and class-transformer recurse
 * into each of them.
 */
class StrictValidationPipe extends ValidationPipe {
  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    const builtIn = this.toValidate(metadata) ? Object.keys(value ?? {}).filter(isBuiltIn) : [];
    if (builtIn.length > 0) throw unacceptable(builtIn.map(unknownField));
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
  return new StrictValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: errors => unacceptable(errors.map(sentence)),
  });
}
