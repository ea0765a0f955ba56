import type { ArrivedSource } from '../../../csv';
import type { UploadFieldsDto } from './upload-fields.dto';

/** An upload: what, by whom and where. */
export interface Upload {
  owner: string;
  baseUrl: string;
  filename: string;
  /** The path of the file until it is stored. */
  path: string;
  /** The findings on the way. */
  arrived: ArrivedSource;
  fields: UploadFieldsDto;
  /** `Idempotency-Key`. */
  key: string | null;
  traceparent: string | null;
}
