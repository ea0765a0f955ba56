import type { ArrivedSource } from '../../../csv';
import type { UploadFieldsDto } from './upload-fields.dto';

/** What was uploaded, by whom and where. */
export interface Upload {
  owner: string;
  baseUrl: string;
  filename: string;
  /** Where the file lies until it is stored. */
  path: string;
  /** What was found in it on the way. */
  arrived: ArrivedSource;
  fields: UploadFieldsDto;
  /** `Idempotency-Key`. */
  key: string | null;
  traceparent: string | null;
}
