import type { CompressionOptions } from '../../requests';
import { encoderSettings } from './encoder-settings';
import type { ImageHeader } from './image-header';
import type { OutputPlan } from './output-plan';
import type { Transformation } from './sharp.gateway';

/** Translates the plan for an image into options of libvips. */
export function transformation(
  header: ImageHeader,
  plan: OutputPlan,
  options: CompressionOptions,
): Transformation {
  const allFrames = plan.frames === 'all';
  return {
    format: header.format,
    pixels: allFrames ? header.pixels : header.pixels / header.frames,
    allFrames,
    newSize: plan.shrinks ? { width: plan.width, height: plan.height } : null,
    ignoreProfile: header.profile === 'broken',
    readAsP3: header.isCodedP3,
    readAs8BitGrey: needs8Bits(header),
    comesAsP3:
      header.isCodedP3 || (header.profile === 'usable' && header.depth === 16 && header.colour === 'rgb'),
    gammaOut: gammaCorrection(header.gamma),
    background: plan.format === 'jpeg' && header.hasAlpha ? '#ffffff' : null,
    outputSpace: outputSpace(header, plan, options.quality),
    encoder: encoderSettings(plan.format, options.quality, options.effort, {
      hasAlpha: header.hasAlpha,
      isBlackAndWhite: header.depth === 1 && !plan.shrinks,
      pixels: plan.width * plan.height * (allFrames ? header.frames : 1),
      longestSide: Math.max(plan.width, plan.height),
    }),
  };
}

/** Whether it is of 16-bit grey with a profile, which libvips applies to 8 bits only. */
export function needs8Bits({ colour, depth, profile }: ImageHeader): boolean {
  return colour === 'grey' && depth === 16 && profile === 'usable';
}

/** The exponent that screens have, as `gAMA` values are meant. */
const DISPLAY_EXPONENT = 2.2;

/** The libvips operations take exponents of 1 to 3, one to darken and one to brighten. */
function gammaCorrection(gamma: number | null): Transformation['gammaOut'] {
  if (gamma === null) return null;
  const exponent = gamma * DISPLAY_EXPONENT;
  const within = (value: number) => Math.min(3, Math.max(1, value));
  return { darken: within(1 / exponent), brighten: within(exponent) };
}

/** Grey stays grey where the format knows it; 16 bits stay where nothing is to be lost. */
function outputSpace(header: ImageHeader, plan: OutputPlan, quality: number): Transformation['outputSpace'] {
  const isLossless = quality === 100 && (plan.format === 'png' || plan.format === 'tiff');
  const isWide = header.depth === 16 && isLossless && !needs8Bits(header);
  const isGrey = header.colour === 'grey' && ['jpeg', 'png', 'tiff'].includes(plan.format);
  if (isGrey) return isWide ? 'grey16' : 'b-w';
  return isWide ? 'rgb16' : 'srgb';
}
