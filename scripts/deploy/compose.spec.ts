import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

const PROJECT = join(__dirname, '..', '..');

interface Service {
  environment?: Record<string, string | number>;
  healthcheck?: { test: string[] };
  depends_on?: Record<string, { condition: string }>;
  restart?: string;
  command?: string[];
  image?: string;
  build?: string;
  pull_policy?: string;
}

const text = (file: string) => readFileSync(join(PROJECT, file), 'utf8');
const compose = parse(text('docker-compose.yml'), { merge: true }) as { services: Record<string, Service> };
const services = Object.entries(compose.services);
const ours = services.filter(([, { image }]) => image === 'darkroom');

/** Its dialect is named wrongly, and it says `id` as draft 4 did. */
function composeSchema(): object {
  const file = text('scripts/deploy/compose-spec.schema.json');
  return JSON.parse(file, (key, value: unknown) =>
    key === '$schema' || (key === 'id' && typeof value === 'string') ? undefined : value,
  ) as object;
}

describe('docker-compose.yml', () => {
  it('is a valid Compose file', () => {
    const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
    const isValid = ajv.compile(composeSchema());
    isValid(compose);
    expect(isValid.errors ?? []).toEqual([]);
  });

  it('waits for what is healthy, and only for what can be', () => {
    for (const [name, { depends_on: needs = {} }] of services) {
      for (const [needed, { condition }] of Object.entries(needs)) {
        const { healthcheck, restart } = compose.services[needed]!;
        if (condition === 'service_healthy') expect([name, needed, healthcheck]).not.toContain(undefined);
        else
          expect([name, condition, restart]).toEqual([name, 'service_completed_successfully', 'on-failure']);
      }
    }
  });

  // Two builds that write one name at the same time fail where containerd keeps the images.
  it('builds its image once, and asks no registry for it', () => {
    expect(ours.flatMap(([, { build }]) => build ?? [])).toEqual(['.']);
    expect(new Set(ours.map(([, { pull_policy }]) => pull_policy))).toEqual(new Set(['never']));
  });

  it('sets nothing that the program does not know', () => {
    const known = new Set(
      [...text('README.md').matchAll(/^\| `([A-Z][A-Z0-9_]+)` \|/gm)].map(([, name]) => name),
    );
    const set = ours.flatMap(([, { environment = {} }]) => Object.keys(environment));
    expect(ours.map(([name]) => name)).toEqual(['api', 'worker']);
    expect(set.filter(name => !known.has(name))).toEqual([]);
  });

  it('keeps the queue on the disk and throws no job away', () => {
    const { command = [] } = compose.services.redis!;
    expect(command.join(' ')).toContain('--appendonly yes');
    expect(command.join(' ')).toContain('--maxmemory-policy noeviction');
  });
});

describe('Dockerfile', () => {
  const lines = text('Dockerfile').split('\n');

  it('runs the program itself, not as root, with a check of its health', () => {
    const last = (instruction: string) => lines.findLast(line => line.startsWith(`${instruction} `));
    expect(last('USER')).toBe('USER node');
    expect(last('CMD')).toMatch(/"node".*"dist\/main\.js"/);
    expect(lines.filter(line => line.startsWith('HEALTHCHECK'))).toHaveLength(1);
  });

  it('is given what it copies', () => {
    const given = text('.dockerignore').split('\n');
    const copied = lines.flatMap(line => /^COPY (?!--from)(.+) \S+$/.exec(line)?.[1]?.split(' ') ?? []);
    const files = copied.filter(file => file !== '.');
    expect(files).toEqual(expect.arrayContaining(['package.json', 'package-lock.json']));
    expect(files.filter(file => !given.includes(`!${file}`))).toEqual([]);
  });
});
