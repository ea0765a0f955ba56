import { picture, withCodePoints } from '../../../test/factories/images';
import { avifColours } from './avif-colours';

const avif = () => picture().withIccProfile('p3').avif({ effort: 0 }).toBuffer();

describe('avifColours', () => {
  it.each([
    [1, 13, 'srgb'],
    [2, 2, 'srgb'],
    [1, 1, 'srgb'],
    [12, 13, 'p3'],
    [12, 1, 'p3'],
    [12, 16, 'other'],
    [9, 13, 'other'],
    [9, 16, 'other'],
    [9, 18, 'other'],
    [1, 8, 'other'],
  ])('reads primaries %d with transfer %d as %s', async (primaries, transfer, colours) => {
    expect(avifColours(withCodePoints(await avif(), primaries, transfer))).toBe(colours);
  });

  it('leaves the word to a profile, and to nobody where nothing is said', async () => {
    expect(avifColours(await avif())).toBeNull();
    expect(avifColours(await picture().avif({ effort: 0 }).toBuffer())).toBeNull();
  });

  it('does not take the colours of another item for those of the picture', async () => {
    const input = withCodePoints(await avif(), 9, 16);
    input.writeUInt16BE(77, input.indexOf('pitm') + 8);
    expect(avifColours(input)).toBeNull();
  });

  it('stands any damage', async () => {
    const input = withCodePoints(await avif(), 9, 16);
    const meta = input.indexOf('mdat');
    for (let at = 0; at < meta; at += 1) {
      const broken = Buffer.from(input);
      broken.fill(0xff, at, at + 4);
      expect(() => avifColours(broken)).not.toThrow();
      expect(() => avifColours(input.subarray(0, at))).not.toThrow();
    }
  });
});
