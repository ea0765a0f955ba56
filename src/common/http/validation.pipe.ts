import { type ValidationError, ValidationPipe } from '@nestjs/common';
import { ApiError } from '../errors';

function sentence(error: ValidationError): string {
  const { whitelistValidation, ...others } = error.constraints ?? {};
  if (whitelistValidation) return `${error.property} is not a known field`;
  return Object.values(others)[0] ?? `${error.property} is not valid`;
}

/** Checks bodies, forms and queries against their classes. Unknown fields and bad values: 400 naming the field. */
export function validationPipe(): ValidationPipe {
  return new ValidationPipe({
    transform: true,
    whitelist: true,
    forbidNonWhitelisted: true,
    exceptionFactory: errors => new ApiError('invalid_parameter', `${errors.map(sentence).join('; ')}.`),
  });
}
