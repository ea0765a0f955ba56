import { plainToInstance, Transform } from 'class-transformer';
import { validateSync } from 'class-validator';
import { ForeseenError } from '../foreseen-error';

/** A setting that cannot be used. The message names the variable and what it should be, never its value. */
export class SettingsError extends ForeseenError {
  override readonly name = 'SettingsError';
}

/** The variables that a settings class reads. */
export function settingNames(settings: new () => object): string[] {
  return Object.keys(new settings());
}

/**
 * Reads a feature's settings class from the environment. Property names are the variables' names, initial
 * values the defaults, class-validator decorators the rules; an empty variable counts as unset.
 * @throws SettingsError naming every variable that is wrong.
 */
export function loadSettings<T extends object>(
  settings: new () => T,
  env: NodeJS.ProcessEnv = process.env,
): T {
  const set = settingNames(settings).filter(name => env[name]?.trim());
  const given = Object.fromEntries(set.map(name => [name, env[name]?.trim()]));
  const parsed = plainToInstance(settings, given, { exposeDefaultValues: true });
  const problems = validateSync(parsed, { validationError: { target: false, value: false } });
  if (problems.length > 0) {
    const broken = problems.flatMap(({ constraints = {} }) => sentences(constraints));
    // Two rules may share a sentence.
    throw new SettingsError([...new Set(broken)].join('\n'));
  }
  return parsed;
}

/** Keeps one sentence for a value that is not a number, which breaks every rule for numbers. */
function sentences({ isInt, isNumber, ...others }: Record<string, string>): string[] {
  const noNumber = isInt ?? isNumber;
  return noNumber ? [noNumber] : Object.values(others);
}

/** The variable is a number; any other text stays as it is, so that the validator names it. */
export const AsNumber = () =>
  Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && value !== '' ? Number(value) : value,
  );

/** The variable is `true` or `false`; any other text stays as it is, so that the validator names it. */
export const AsBoolean = () =>
  Transform(({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value));
