import { EFFORTS } from '../../requests/compression-options';
import { encoderSettings } from './encoder-settings';
import { IMAGE_FORMATS } from './image-format';

const plain = { hasAlpha: false, isBlackAndWhite: false, pixels: 1, longestSide: 1 };

describe('encoderSettings', () => {
  it.each(IMAGE_FORMATS)('answers for %s at every effort', format => {
    for (const effort of EFFORTS) expect(encoderSettings(format, 50, effort, plain).format).toBe(format);
  });

  it('writes a huge JPEG as it is read, whatever the effort: all else would hold the whole of it', () => {
    for (const effort of EFFORTS) {
      const { options } = encoderSettings('jpeg', 50, effort, { ...plain, pixels: 100_000_000 });
      expect(options).toMatchObject({ mozjpeg: false, optimiseCoding: false });
    }
    expect(encoderSettings('jpeg', 50, 'small', plain).options).toMatchObject({ optimiseCoding: true });
  });

  it('spends the time of mozjpeg only where small is asked', () => {
    const usesMozjpeg = EFFORTS.filter(effort => {
      const settings = encoderSettings('jpeg', 50, effort, plain);
      return settings.format === 'jpeg' && settings.options.mozjpeg;
    });
    expect(usesMozjpeg).toEqual(['small']);
  });

  it('takes quality 100 as lossless for PNG, GIF and TIFF', () => {
    expect(encoderSettings('png', 100, 'balanced', plain).options).toMatchObject({ palette: false });
    expect(encoderSettings('gif', 100, 'balanced', plain).options).toMatchObject({
      reuse: false,
      dither: 0,
      interFrameMaxError: 0,
    });
    expect(encoderSettings('tiff', 100, 'balanced', plain).options).toMatchObject({ compression: 'deflate' });
  });

  it.each([
    ['a photo', plain, 'jpeg'],
    ['transparency', { ...plain, hasAlpha: true }, 'deflate'],
    ['black and white', { ...plain, isBlackAndWhite: true }, 'deflate'],
    ['a side as long as JPEG takes', { ...plain, longestSide: 65_500 }, 'jpeg'],
    ['a side that is longer', { ...plain, longestSide: 65_501 }, 'deflate'],
  ])('compresses %s in a TIFF by the right means', (_, traits, compression) => {
    expect(encoderSettings('tiff', 50, 'balanced', traits).options).toMatchObject({ compression });
  });
});
