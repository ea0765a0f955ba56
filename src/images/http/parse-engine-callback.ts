import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { ApiError } from '../../common/errors';
import { type EngineAnswer, failedAnswer, plainText } from '../engine/engine-answer';
import { EngineCallbackDto } from './engine-callback.dto';

/** The longest URL that a result may have. */
const LONGEST_URL = 8_192;

/** Reads the body of a callback. @throws ApiError `malformed_request` or `invalid_parameter` */
export function parseEngineCallback(body: Buffer): { jobId: string; answer: EngineAnswer } {
  const callback = plainToInstance(EngineCallbackDto, parseObject(body));
  const problems = validateSync(callback, { forbidUnknownValues: false });
  if (problems.length > 0) {
    throw new ApiError('invalid_parameter', `${problems.flatMap(sentences).join('; ')}.`);
  }
  return { jobId: callback.job_id, answer: answerOf(callback) };
}

function answerOf({ status, output_image_url: url = '', error }: EngineCallbackDto): EngineAnswer {
  return status === 'completed'
    ? { status, output_image_url: plainText(url, LONGEST_URL) }
    : failedAnswer({ code: error?.code ?? '', message: error?.message ?? '' });
}

function parseObject(body: Buffer): object {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Thrown below, as for any other body that is no object.
  }
  throw new ApiError('malformed_request', 'The body must be a JSON object.');
}

function sentences({ constraints = {}, children = [] }: ValidationError): string[] {
  return [...Object.values(constraints), ...children.flatMap(sentences)];
}
