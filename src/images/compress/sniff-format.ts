import type { ImageFormat } from './image-format';
import { isSvg } from './is-svg';

export type Sniffed =
  | { kind: 'supported'; format: ImageFormat }
  | { kind: 'unsupported'; name: string }
  | { kind: 'empty' }
  | { kind: 'not_an_image' };

const SUPPORTED: [ImageFormat, RegExp][] = [
  ['jpeg', /^\xff\xd8\xff/],
  ['png', /^\x89PNG\r\n\x1a\n/],
  ['webp', /^RIFF[^]{4}WEBP/],
  ['gif', /^GIF8[79]a/],
  ['tiff', /^(II[*+]\0|MM\0[*+])/],
];

/** Formats of pictures that this service does not read, so that the error can name them. */
const UNSUPPORTED: [string, RegExp][] = [
  ['PDF', /^%PDF-/],
  ['BMP', /^BM[^]{4}\0\0\0\0/],
  ['ICO', /^\0\0[\x01\x02]\0[^]\0/],
  ['JPEG 2000', /^(\0\0\0\x0cjP {2}|\xff\x4f\xff\x51)/],
  ['JPEG XL', /^(\xff\x0a|\0\0\0\x0cJXL )/],
  ['Photoshop', /^8BPS/],
  ['EPS', /^(%!PS|\xc5\xd0\xd3\xc6)/],
  ['OpenEXR', /^\x76\x2f\x31\x01/],
  ['Radiance HDR', /^#\?(RADIANCE|RGBE)/],
  ['QOI', /^qoif/],
  ['DDS', /^DDS /],
  ['FLIF', /^FLIF/],
  ['camera raw', /^(II[RU]|FUJIFILMCCD-RAW|FOVb)/],
  ['netpbm', /^P[1-7]\s+[#\d]/],
  ['XCF', /^gimp xcf/],
];

const HEIF_BRANDS = /^(he[iv][cmsx]|mif[12]|msf1|avci|avcs|vvic)$/;

/** Recognises the format from the content alone; libvips only ever sees what is `supported`. */
export function sniffFormat(input: Buffer): Sniffed {
  if (input.length === 0) return { kind: 'empty' };
  const head = input.toString('latin1', 0, 4096);
  const brands = isobmffBrands(head);
  if (brands.some(brand => brand === 'avif' || brand === 'avis'))
    return { kind: 'supported', format: 'avif' };
  if (brands.some(brand => HEIF_BRANDS.test(brand))) return { kind: 'unsupported', name: 'HEIC' };
  const format = SUPPORTED.find(([, magic]) => magic.test(head))?.[0];
  if (format) return { kind: 'supported', format };
  const name =
    isSvg(head) || isUtf16Svg(input) ? 'SVG' : UNSUPPORTED.find(([, magic]) => magic.test(head))?.[0];
  if (name) return { kind: 'unsupported', name };
  return input[0] === 0x1f && input[1] === 0x8b
    ? { kind: 'unsupported', name: 'compressed (gzip), perhaps SVGZ' }
    : { kind: 'not_an_image' };
}

/** Reads the brands of the `ftyp` box that AVIF and HEIC begin with: the major one and the compatible ones. */
function isobmffBrands(head: string): string[] {
  if (head.slice(4, 8) !== 'ftyp') return [];
  const end = Buffer.from(head.slice(0, 4), 'latin1').readUInt32BE(0);
  const brands = head.slice(8, Math.min(end, 256)).match(/[^]{4}/g) ?? [];
  return brands.filter((_, index) => index !== 1);
}

function isUtf16Svg(input: Buffer): boolean {
  return input[0] === 0xff && input[1] === 0xfe && isSvg(input.toString('utf16le', 2, 4096));
}
