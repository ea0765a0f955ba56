import { parseArgs } from 'node:util';
import { parseUrl } from '../common/parse-url';
import { serviceDefaults } from './cli.settings';

/** A command line that cannot be understood. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Fields of an upload by their names in the API, as given. */
export type UploadFields = Record<string, string>;

/** A running service and the key for it. */
export interface ServiceAddress {
  url: string;
  key: string | undefined;
}

export type Command =
  | { name: 'help' | 'version' }
  | { name: 'run'; file: string; out: string; fields: UploadFields; privateHosts: string[] }
  | {
      name: 'upload';
      file: string;
      fields: UploadFields;
      service: ServiceAddress;
      idempotencyKey: string | undefined;
      wait: boolean;
    }
  | { name: 'status'; id: string; service: ServiceAddress; json: boolean }
  | {
      name: 'download';
      id: string;
      out: string;
      service: ServiceAddress;
      csvOnly: boolean;
      partial: boolean;
    };

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;

/** The options of an upload: the fields of its form, in the command line's spelling. */
const FIELDS = {
  quality: text,
  format: text,
  effort: text,
  'max-width': text,
  'max-height': text,
  'on-invalid': text,
} as const;
const SERVICE = { url: text, key: text } as const;

const OPTIONS = {
  run: { ...FIELDS, out: { ...text, short: 'o' }, 'allow-private-host': { ...text, multiple: true } },
  upload: { ...FIELDS, ...SERVICE, 'webhook-url': text, 'idempotency-key': text, wait: flag },
  status: { ...SERVICE, json: flag },
  download: { ...SERVICE, out: { ...text, short: 'o' }, 'csv-only': flag, partial: flag },
} as const;

type Name = keyof typeof OPTIONS;
type Values = Record<string, string | boolean | string[] | undefined>;

const isName = (name: string | undefined): name is Name => name !== undefined && Object.hasOwn(OPTIONS, name);

/** Parses the arguments. @throws UsageError */
export function parseCommandLine(args: readonly string[]): Command {
  if (args.length === 0 || args.some(arg => arg === '--help' || arg === '-h') || args[0] === 'help') {
    return { name: 'help' };
  }
  const [name, ...rest] = args;
  if (name === '--version' || name === '-v') return { name: 'version' };
  if (!isName(name)) throw new UsageError(`There is no command "${name}".`);
  const { values, positionals } = parsed(name, rest);
  return commandOf(name, values, positionals);
}

function parsed(name: Name, args: string[]): { values: Values; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({ args, options: OPTIONS[name], allowPositionals: true });
    return { values: values as Values, positionals };
  } catch (cause) {
    const [what] = (cause as Error).message.split(/\.\s/);
    throw new UsageError(`${what}.`, { cause });
  }
}

function commandOf(name: Name, values: Values, positionals: string[]): Command {
  const one = (what: string) => {
    const [first, ...others] = positionals;
    // A script whose variable is not set gives an empty value; the same goes for the folder.
    if (!first || others.length > 0) throw new UsageError(`darkroom ${name} takes one ${what}.`);
    return first;
  };
  const out = values.out as string | undefined;
  switch (name) {
    case 'run':
      if (!out) throw new UsageError('darkroom run needs a folder: --out <folder>.');
      return {
        name,
        file: one('CSV file'),
        out,
        fields: fieldsOf(values),
        privateHosts: (values['allow-private-host'] as string[] | undefined) ?? [],
      };
    case 'upload':
      return {
        name,
        file: one('CSV file'),
        fields: fieldsOf(values),
        service: serviceOf(values),
        idempotencyKey: idempotencyKeyOf(values),
        wait: values.wait === true,
      };
    case 'status':
      return { name, id: one('request id'), service: serviceOf(values), json: values.json === true };
    case 'download':
      return {
        name,
        id: one('request id'),
        out: out || '.',
        service: serviceOf(values),
        csvOnly: values['csv-only'] === true,
        partial: values.partial === true,
      };
  }
}

function serviceOf(values: Values): ServiceAddress {
  const defaults = serviceDefaults();
  const given = values.url as string | undefined;
  const url = given ?? defaults.url;
  if (!(/^https?:/i.test(url) && parseUrl(url))) {
    const name = given === undefined ? 'DARKROOM_URL' : '--url';
    throw new UsageError(`${name} must be the service's address, such as http://localhost:3000.`);
  }
  const key = ((values.key as string | undefined) ?? defaults.key)?.trim();
  // Where it is not said here, it is in an error about a header that shows the key.
  if (key && !/^[!-~]+$/.test(key)) {
    const name = values.key === undefined ? 'DARKROOM_API_KEY' : '--key';
    throw new UsageError(`${name} must be the key alone: ASCII characters without spaces or line breaks.`);
  }
  return { url, key };
}

/** An empty one would not count for the service, and another character not pass as a header. */
function idempotencyKeyOf(values: Values): string | undefined {
  const key = values['idempotency-key'] as string | undefined;
  if (key === undefined || /^[!-~]{1,255}$/.test(key)) return key;
  throw new UsageError('--idempotency-key must be 1 to 255 ASCII characters without spaces.');
}

function fieldsOf(values: Values): UploadFields {
  const given = [...Object.keys(FIELDS), 'webhook-url'].flatMap(option => {
    const value = values[option];
    return typeof value === 'string' ? [[option.replace('-', '_'), value] as const] : [];
  });
  return Object.fromEntries(given);
}
