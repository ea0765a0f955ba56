import { IsString, MinLength, ValidateIf } from 'class-validator';

export class AdminSettings {
  /** The login for the board and the metrics; null: they answer on loopback only. */
  @ValidateIf((settings: AdminSettings) => settings.ADMIN_PASSWORD !== null)
  @IsString({ message: 'ADMIN_USER must be set when ADMIN_PASSWORD is' })
  ADMIN_USER: string | null = null;

  @ValidateIf((settings: AdminSettings) => settings.ADMIN_USER !== null || settings.ADMIN_PASSWORD !== null)
  @MinLength(8, {
    message: 'ADMIN_PASSWORD must have at least 8 characters, and must be set when ADMIN_USER is',
  })
  ADMIN_PASSWORD: string | null = null;
}
