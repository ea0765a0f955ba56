import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ipaddr from 'ipaddr.js';
import { Deployment } from 'kubernetes-models/apps/v1/Deployment';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2/HorizontalPodAutoscaler';
import { NetworkPolicy } from 'kubernetes-models/networking.k8s.io/v1/NetworkPolicy';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1/PodDisruptionBudget';
import { Namespace } from 'kubernetes-models/v1/Namespace';
import { Service } from 'kubernetes-models/v1/Service';
import ts from 'typescript';
import { parse, parseAllDocuments } from 'yaml';
import { IMAGE_FORMATS } from '../../src/images/compress/image-format';
import { peakMemoryBytes } from '../../src/images/compress/peak-memory';
import { OUTPUT_FORMATS } from '../../src/requests/compression-options';

const FOLDER = join(__dirname, '..', '..', 'deploy', 'kubernetes');
const KINDS = { Deployment, HorizontalPodAutoscaler, NetworkPolicy, PodDisruptionBudget, Namespace, Service };

interface KubernetesObject {
  apiVersion: string;
  kind: keyof typeof KINDS;
  metadata: { name: string };
}

const text = (file: string) => readFileSync(join(FOLDER, file), 'utf8');
const { resources } = parse(text('kustomization.yaml')) as { resources: string[] };
const objects = resources.flatMap(file =>
  parseAllDocuments(text(file)).map(document => document.toJS() as KubernetesObject),
);
const ofKind = <K extends keyof typeof KINDS>(kind: K) =>
  objects.filter(object => object.kind === kind) as unknown as InstanceType<(typeof KINDS)[K]>[];

describe('deploy/kubernetes', () => {
  it.each(objects.map(object => [`${object.kind} ${object.metadata.name}`, object] as const))(
    'has a valid %s',
    (_, object) => {
      const Kind = KINDS[object.kind];
      expect(object.apiVersion).toBe(Kind.apiVersion);
      expect(() => new Kind(object as never).validate()).not.toThrow();
    },
  );

  // The schemas let unknown fields pass, and so misspelt ones; the types do not.
  it('has no field that Kubernetes does not know', () => {
    expect(typeErrors(objects)).toEqual([]);
  });

  it('selects the pods that it makes, and has room for each when one is taken away', () => {
    for (const { spec } of ofKind('Deployment')) {
      const labels = spec!.template.metadata!.labels;
      expect(spec!.selector.matchLabels).toEqual(labels);
      const budget = ofKind('PodDisruptionBudget').find(
        ({ spec }) =>
          spec!.selector!.matchLabels!['app.kubernetes.io/component'] ===
          labels!['app.kubernetes.io/component'],
      );
      expect(budget?.spec?.selector?.matchLabels).toEqual(labels);
    }
  });

  it('runs nothing as root, nothing that can become it, and on a file system that it cannot write', () => {
    for (const { spec } of ofKind('Deployment')) {
      const pod = spec!.template.spec!;
      expect(pod).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true },
      });
      for (const container of pod.containers) {
        expect(container.securityContext).toEqual({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        });
      }
    }
  });

  it('holds no secret, and refers to one', () => {
    expect(text('settings.env')).not.toMatch(/SECRET|PASSWORD|API_KEYS|DATABASE_URL|REDIS_URL/);
    for (const { spec } of ofKind('Deployment')) {
      const [container] = spec!.template.spec!.containers;
      expect(container!.envFrom).toContainEqual({ secretRef: { name: 'darkroom' } });
    }
  });

  // One process out of memory ends its whole container there.
  it('has memory for the picture that takes most', () => {
    const pixels = Number(/^MAX_IMAGE_PIXELS=(\d+)$/m.exec(text('settings.env'))?.[1]);
    for (const { spec } of ofKind('Deployment')) {
      const [container] = spec!.template.spec!.containers;
      const limit = /^(\d+)Gi$/.exec(String(container!.resources!.limits!.memory))?.[1];
      expect(Number(limit) * 2 ** 30).toBeGreaterThan(mostMemoryBytes(pixels) + REST_BYTES);
    }
  });

  it.each([
    ['10.0.0.1', false],
    ['172.20.0.1', false],
    ['192.168.1.1', false],
    ['169.254.169.254', false],
    ['100.64.0.1', false],
    ['127.0.0.1', false],
    ['fd00::1', false],
    ['fe80::1', false],
    ['2002:a00:1::1', false],
    ['64:ff9b::a00:1', false],
    ['93.184.216.34', true],
    ['2606:2800:220:1::1', true],
  ])('lets a worker reach %s: %s', (address, isReachable) => {
    const egress = ofKind('NetworkPolicy').flatMap(({ spec }) => spec!.egress ?? []);
    const blocks = egress.flatMap(({ to = [] }) => to.flatMap(({ ipBlock }) => ipBlock ?? []));
    expect(
      blocks.some(({ cidr, except = [] }) => isIn(address, cidr) && !except.some(out => isIn(address, out))),
    ).toBe(isReachable);
  });
});

/** What a process takes beside one large picture: itself, bodies, and the child's own share. */
const REST_BYTES = 750 * 2 ** 20;

/** The estimate for a picture of so many pixels, of the format and on the way that take most. */
function mostMemoryBytes(pixels: number): number {
  const picture = { width: pixels, height: 1, pixels, frames: 1, isAnimated: false };
  const readable = { canBeEncoded: true, readsAllFrames: true };
  const costly = { orientation: 6, depth: 16, isProgressive: true, hasAlpha: true, colour: 'rgb' } as const;
  const options = { quality: 100, effort: 'small', maxWidth: null, maxHeight: null } as const;
  const header = {
    ...picture,
    ...readable,
    ...costly,
    profile: 'none',
    gamma: null,
    isCodedP3: false,
  } as const;
  const estimates = IMAGE_FORMATS.flatMap(format =>
    OUTPUT_FORMATS.map(to => peakMemoryBytes({ ...header, format }, { ...options, format: to })),
  );
  return Math.max(...estimates);
}

function isIn(address: string, cidr: string): boolean {
  const [parsed, range] = [ipaddr.parse(address), ipaddr.parseCIDR(cidr)];
  return parsed.kind() === range[0].kind() && parsed.match(range);
}

/** What TypeScript says of the objects as literals of their types. */
function typeErrors(all: KubernetesObject[]): string[] {
  const file = join(__dirname, 'objects.ts');
  const source = all.map((object, index) => {
    const type = `import('kubernetes-models/${object.apiVersion}/${object.kind}').I${object.kind}`;
    return `export const object${index}: ${type} = ${JSON.stringify(object)};`;
  });
  const options = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.Node16, types: [] };
  const disk = ts.createCompilerHost(options);
  const literals = ts.createSourceFile(file, source.join('\n'), ts.ScriptTarget.ES2022);
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: name => name === file || disk.fileExists(name),
    getSourceFile: (name, ...rest) => (name === file ? literals : disk.getSourceFile(name, ...rest)),
  };
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '));
}
