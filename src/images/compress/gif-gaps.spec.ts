import { animation, picture } from '../../../test/factories/images';
import { readGifBlocks } from './gif-blocks';
import { leavesGaps } from './gif-gaps';

const DISPOSAL = { none: 1, toBackground: 2 } as const;

/** Two frames that fill the canvas, changed where they say something about its parts. */
async function gif(change: (blocks: { header: Buffer; controls: Buffer[]; images: Buffer[] }) => void) {
  const blocks = readGifBlocks(await animation('gif', { frames: 2 })) ?? [];
  const all = (kind: string) => blocks.filter(block => block.kind === kind).map(({ whole }) => whole);
  const [header = Buffer.alloc(0)] = all('header');
  const [controls, images] = [all('graphic_control'), all('image')];
  const [width, height] = [header.readUInt16LE(6), header.readUInt16LE(8)];
  for (const control of controls) control[3] = DISPOSAL.none << 2;
  for (const image of images) image.writeUInt32LE(0, 1);
  for (const image of images) {
    image.writeUInt16LE(width, 5);
    image.writeUInt16LE(height, 7);
  }
  change({ header, controls, images });
  return blocks;
}

describe('a GIF', () => {
  it('whose frames fill the canvas leaves no gaps', async () => {
    expect(leavesGaps(await gif(() => undefined))).toBe(false);
    expect(leavesGaps(readGifBlocks(await picture().gif().toBuffer()) ?? [])).toBe(false);
  });

  it.each([
    ['width', 6],
    ['height', 8],
  ])('whose first frame is less than the %s of the canvas leaves one', async (_what, at) => {
    const blocks = await gif(({ header }) => header.writeUInt16LE(header.readUInt16LE(at) + 1, at));
    expect(leavesGaps(blocks)).toBe(true);
  });

  it.each([
    ['leaves one', DISPOSAL.toBackground, true],
    ['leaves none where it was not cleared', DISPOSAL.none, false],
  ])('whose second frame covers a part of the first %s', async (_what, disposal, expected) => {
    const blocks = await gif(({ controls, images }) => {
      controls[0]![3] = disposal << 2;
      images[1]!.writeUInt16LE(1, 1);
    });
    expect(leavesGaps(blocks)).toBe(expected);
  });

  it('with a transparent colour is left to the decoder', async () => {
    const blocks = await gif(({ header, controls }) => {
      header.writeUInt16LE(header.readUInt16LE(6) + 1, 6);
      controls[1]![3]! |= 1;
    });
    expect(leavesGaps(blocks)).toBe(false);
  });
});
