import { IsIn, IsInt, Max, Min, ValidateBy, ValidateIf } from 'class-validator';
import { AllowanceList, type Allowance } from '../../common/outbound';
import { AsNumber, HttpUrl } from '../../common/settings';
import { asSigningSecret } from '../../common/standard-webhooks';

const ENGINES = ['local', 'remote'] as const;

const URL_RULE =
  'IMAGE_ENGINE_URL must be an http(s) URL without a login, and must be set when IMAGE_ENGINE is remote';
const SECRET_RULE =
  'IMAGE_ENGINE_SECRET must be whsec_ and the base64 of at least 16 bytes, or else at least 16 characters, ' +
  'and must be set when IMAGE_ENGINE is remote';

const ForRemote = () => ValidateIf((settings: EngineSettings) => settings.IMAGE_ENGINE === 'remote');

/** The engine that compresses: this program, or an HTTP image service (docs/contract.md, 5). */
export class EngineSettings {
  @IsIn(ENGINES, { message: 'IMAGE_ENGINE must be local or remote' })
  IMAGE_ENGINE: (typeof ENGINES)[number] = 'local';

  /** The URL that jobs are posted to. */
  @ForRemote()
  @HttpUrl(URL_RULE)
  IMAGE_ENGINE_URL: string | null = null;

  /** The secret that signs the jobs and their callbacks. */
  @ForRemote()
  @ValidateBy({
    name: 'signing_secret',
    validator: {
      validate: value => typeof value === 'string' && asSigningSecret(value) !== null,
      defaultMessage: () => SECRET_RULE,
    },
  })
  IMAGE_ENGINE_SECRET: string | null = null;

  /**
   * Hosts and ranges inside the network that results may be fetched from, beside the host and port of IMAGE_ENGINE_URL.
   */
  @AllowanceList()
  IMAGE_ENGINE_ALLOWED_HOSTS: Allowance[] = [];

  /** How long a job may take until its callback is there, in milliseconds. */
  @AsNumber() @IsInt() @Min(1_000) @Max(7 * 24 * 3_600_000) IMAGE_ENGINE_TIMEOUT_MS = 600_000;
}
