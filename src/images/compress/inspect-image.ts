import { ImageFailure } from '../image-failure';
import { readingFailure } from './decode-failure';
import { frameStructure } from './frame-structure';
import type { ImageHeader, ImageLimits } from './image-header';
import type { ImageFormat } from './image-format';
import { hasUniformPages, type RawHeader, readHeader } from './sharp.gateway';
import { sniffFormat } from './sniff-format';

/**
 * Reads what the header says and refuses what must not be decoded. Throws ImageFailure: `empty_body`,
 * `not_an_image`, `unsupported_format`, `corrupt_image`, `too_many_frames`, `too_many_pixels`.
 */
export async function inspectImage(input: Buffer, limits: ImageLimits): Promise<ImageHeader> {
  const format = supportedFormat(input);
  const structure = frameStructure(input, format);
  if (!structure) throw readingFailure(format, undefined);
  refuseManyFrames(structure.frames, limits);
  const raw = await readHeader(input, format);
  refuseUnknownWhite(raw);
  const pages = structure.frames > 1 || format !== 'tiff' ? structure.frames : raw.pages;
  refuseManyFrames(pages, limits);
  const frames = format === 'tiff' && pages > 1 && !(await readsAllPages(input, raw)) ? 1 : pages;
  const described = describe(raw, format, frames);
  const header = {
    ...described,
    gamma: structure.gamma,
    isAnimated: format !== 'tiff' && frames > 1,
    readsAllFrames: structure.isReadByLibvips,
    isCodedP3: structure.colours === 'p3' && described.profile !== 'usable' && described.colour === 'rgb',
    canBeEncoded:
      structure.isReadByLibvips &&
      structure.colours !== 'other' &&
      !structure.leavesGaps &&
      !(format !== 'tiff' && frames > 1 && raw.orientation > 4),
  };
  refuseManyPixels(header, limits);
  return header;
}

function supportedFormat(input: Buffer): ImageFormat {
  const sniffed = sniffFormat(input);
  switch (sniffed.kind) {
    case 'supported':
      return sniffed.format;
    case 'empty':
      throw new ImageFailure('empty_body', 'The file is empty.');
    case 'unsupported':
      throw new ImageFailure('unsupported_format', `The format is not supported: ${sniffed.name}.`);
    case 'not_an_image':
      throw new ImageFailure('not_an_image', 'The content is no image.');
  }
}

/**
 * A TIFF may hold numbers of any type, and libvips knows the white of some only: of floats as linear RGB, but not as
 * grey, where 1.0 comes out nearly black, nor with a profile; of wider and signed ones it cuts off what is above 255.
 */
function refuseUnknownWhite({ sampleType, space, hasAlpha, profile }: RawHeader): void {
  const isLinearLight = sampleType === 'float' && space === 'scrgb' && !hasAlpha && !profile;
  if (['uchar', 'ushort'].includes(sampleType) || space === 'labs' || isLinearLight) return;
  throw new ImageFailure(
    'unsupported_format',
    `The format is not supported: a picture in numbers of the type ${sampleType}.`,
  );
}

/** Pages that differ are previews and masks: then the first page is the picture. libvips turns single pages only. */
async function readsAllPages(input: Buffer, raw: RawHeader): Promise<boolean> {
  return raw.orientation <= 4 && (await hasUniformPages(input));
}

function describe(raw: RawHeader, format: ImageFormat, frames: number) {
  const isGrey = raw.space === 'b-w' || raw.space === 'grey16';
  return {
    format,
    width: raw.displayed.width,
    height: raw.displayed.height,
    frames,
    pixels: raw.width * raw.height * frames,
    orientation: raw.orientation,
    hasAlpha: raw.hasAlpha,
    colour: isGrey ? ('grey' as const) : raw.space === 'cmyk' ? ('cmyk' as const) : ('rgb' as const),
    depth: depthOf(raw, isGrey),
    profile: profileState(raw.profile),
    isProgressive: raw.isProgressive,
  };
}

function depthOf({ sampleType, bitsPerSample }: RawHeader, isGrey: boolean): ImageHeader['depth'] {
  if (sampleType !== 'uchar') return 16;
  return isGrey && bitsPerSample === 1 ? 1 : 8;
}

/** ICC.1, 7.2: a profile has a header of 128 bytes with its own length at 0 and `acsp` at 36. */
function profileState(profile: Buffer | null): ImageHeader['profile'] {
  if (!profile) return 'none';
  const isPlausible =
    profile.length > 128 &&
    profile.readUInt32BE(0) <= profile.length &&
    profile.toString('latin1', 36, 40) === 'acsp';
  return isPlausible ? 'usable' : 'broken';
}

function refuseManyFrames(frames: number, { maxFrames }: ImageLimits): void {
  if (frames <= maxFrames) return;
  throw new ImageFailure(
    'too_many_frames',
    `The image has ${frames} frames; at most ${maxFrames} are accepted.`,
  );
}

function refuseManyPixels({ pixels, frames }: ImageHeader, { maxPixels }: ImageLimits): void {
  if (pixels <= maxPixels) return;
  const inFrames = frames > 1 ? ` in ${frames} frames` : '';
  throw new ImageFailure(
    'too_many_pixels',
    `The image has ${pixels} pixels${inFrames}; at most ${maxPixels} are accepted.`,
  );
}
