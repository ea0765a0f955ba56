import { ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { ApiError } from '../../common/errors';

/** Checks a body or a query against its class. @throws ApiError invalid_parameter naming each field */
export const Valid = new ValidationPipe({
  transform: true,
  whitelist: true,
  forbidNonWhitelisted: true,
  stopAtFirstError: true,
  exceptionFactory: (errors: ValidationError[]) => {
    const messages = errors.flatMap(error => Object.values(error.constraints ?? {}));
    return new ApiError('invalid_parameter', `${messages.join('; ')}.`);
  },
});
