/** The colours that numbers mean by their code points: what is converted, and what can only be kept as it is. */
export type CodedColours = 'srgb' | 'p3' | 'other';

/** BT.709, whose primaries sRGB has, and "unspecified", which means the same. */
const SRGB_PRIMARIES = [1, 2];
const P3_PRIMARIES = 12;
/** sRGB (13), "unspecified" (2), and the curves of SDR video, whose numbers are shown as if they were sRGB's. */
const SRGB_TRANSFERS = [1, 2, 6, 13, 14, 15];

/** Translates coding-independent code points (ITU-T H.273), which PNG (`cICP`) and AVIF (`colr`) have in common. */
export function codedColours(primaries: number, transfer: number): CodedColours {
  if (!SRGB_TRANSFERS.includes(transfer)) return 'other';
  if (primaries === P3_PRIMARIES) return 'p3';
  return SRGB_PRIMARIES.includes(primaries) ? 'srgb' : 'other';
}
