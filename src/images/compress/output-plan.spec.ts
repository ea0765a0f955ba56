import { USUAL_OPTIONS } from '../../../test/support/compressing';
import type { ImageHeader } from './image-header';
import { planOutput } from './output-plan';

const header = (overrides: Partial<ImageHeader> = {}): ImageHeader => ({
  format: 'jpeg',
  width: 400,
  height: 200,
  frames: 1,
  isAnimated: false,
  pixels: 80_000,
  orientation: 1,
  hasAlpha: false,
  colour: 'rgb',
  depth: 8,
  profile: 'none',
  isProgressive: false,
  gamma: null,
  isCodedP3: false,
  readsAllFrames: true,
  canBeEncoded: true,
  ...overrides,
});

describe('planOutput', () => {
  it.each([
    ['keeps the format', 'jpeg', false, 'keep', 'jpeg'],
    ['converts', 'png', false, 'webp', 'webp'],
    ['keeps an animated GIF that is asked as JPEG', 'gif', true, 'jpeg', 'gif'],
    ['keeps an animated WebP that is asked as AVIF', 'webp', true, 'avif', 'webp'],
    ['turns an animated GIF into an animated WebP', 'gif', true, 'webp', 'webp'],
    ['turns a still GIF into PNG', 'gif', false, 'png', 'png'],
    ['keeps TIFF', 'tiff', false, 'keep', 'tiff'],
  ] as const)('%s', (_, format, isAnimated, asked, expected) => {
    const plan = planOutput(header({ format, isAnimated, frames: isAnimated ? 3 : 1 }), {
      ...USUAL_OPTIONS,
      format: asked,
    });
    expect(plan.format).toBe(expected);
    expect(plan.frames).toBe(isAnimated ? 'all' : 'first');
    expect(plan.mayKeepOriginal).toBe(format === expected);
  });

  it.each([
    ['nothing is asked', null, null, 400, 200, false],
    ['it fits already', 400, 200, 400, 200, false],
    ['it is smaller than the box', 4000, 4000, 400, 200, false],
    ['the width decides', 100, 100, 100, 50, true],
    ['the height decides', null, 50, 100, 50, true],
    ['a side would vanish', 1, null, 1, 1, true],
  ])('when %s it becomes the right size', (_, maxWidth, maxHeight, width, height, shrinks) => {
    expect(planOutput(header(), { ...USUAL_OPTIONS, maxWidth, maxHeight })).toMatchObject({
      width,
      height,
      shrinks,
      mayKeepOriginal: !shrinks,
    });
  });

  it('keeps the pages of a TIFF that are read together, unless it is converted', () => {
    const framesOf = (frames: number, format: 'keep' | 'webp') =>
      planOutput(header({ format: 'tiff', frames }), { ...USUAL_OPTIONS, format }).frames;
    expect([framesOf(3, 'keep'), framesOf(3, 'webp'), framesOf(1, 'keep')]).toEqual([
      'all',
      'first',
      'first',
    ]);
  });

  it('leaves what cannot be encoded without loss of frames as it is', () => {
    const apng = header({ format: 'png', frames: 3, isAnimated: true, canBeEncoded: false });
    const plan = planOutput(apng, { ...USUAL_OPTIONS, format: 'webp', maxWidth: 10 });
    expect(plan).toMatchObject({ format: 'png', width: 400, height: 200, shrinks: false });
  });
});
