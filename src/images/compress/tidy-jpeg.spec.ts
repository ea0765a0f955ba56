import { tidyJpeg } from './tidy-jpeg';

const hex = (text: string) => Buffer.from(text.replaceAll(' ', ''), 'hex');
const START = 'ffd8 ffe0 0004 abab';
const BASELINE = 'ffc0 0008 08 0010 0010 03';
const FOUR_COMPONENTS = 'ffc0 0008 08 0010 0010 04';
const PROGRESSIVE = 'ffc2 0003 08';
const SCAN = 'ffda 0008 01 0100 003f00 1234 ff00 56';
const adobe = (transform: number) => `ffee 000e 41646f6265 0064 0000 0000 0${transform}`;

describe('tidying a JPEG', () => {
  it.each([
    [
      'bytes between segments',
      `${START} 00ff00aa ${BASELINE} ${SCAN} ffd9`,
      `${START} ${BASELINE} ${SCAN} ffd9`,
    ],
    [
      'the range of a baseline scan',
      `${START} ${BASELINE} ffda 0008 01 0100 000012 3456 ffd9`,
      `${START} ${BASELINE} ffda 0008 01 0100 003f00 3456 ffd9`,
    ],
    [
      'zeros before the end',
      `${START} ${PROGRESSIVE} ${SCAN} 000000 ffd9`,
      `${START} ${PROGRESSIVE} ${SCAN} ffd9`,
    ],
    [
      'zeros behind a stuffed one, and what follows the end',
      `${START} ${PROGRESSIVE} ${SCAN} ff00 0000 ffd9 1234`,
      `${START} ${PROGRESSIVE} ${SCAN} ff00 ffd9`,
    ],
    [
      'a version of JFIF that libjpeg does not know',
      `ffd8 ffe0 0009 4a46494600 0301 ${BASELINE} ${SCAN} ffd9`,
      `ffd8 ffe0 0009 4a46494600 0101 ${BASELINE} ${SCAN} ffd9`,
    ],
    [
      'a transform of Adobe that libjpeg does not know of three components',
      `ffd8 ${adobe(9)} ${BASELINE} ${SCAN} ffd9`,
      `ffd8 ${adobe(1)} ${BASELINE} ${SCAN} ffd9`,
    ],
    [
      'a transform of Adobe that libjpeg does not know of four components',
      `ffd8 ${adobe(1)} ${FOUR_COMPONENTS} ${SCAN} ffd9`,
      `ffd8 ${adobe(2)} ${FOUR_COMPONENTS} ${SCAN} ffd9`,
    ],
  ])('puts right: %s', (_name, input, tidy) => {
    expect(tidyJpeg(hex(input))?.toString('hex')).toBe(hex(tidy).toString('hex'));
  });

  it.each([
    ['nothing is wrong', `${START} ${BASELINE} ${SCAN} ffd9`],
    ['the transform of Adobe is none', `ffd8 ${adobe(0)} ${BASELINE} ${SCAN} ffd9`],
    ['the transform of Adobe is YCCK', `ffd8 ${adobe(2)} ${FOUR_COMPONENTS} ${SCAN} ffd9`],
    ['nothing is wrong before the end', `${START} ${BASELINE} ${SCAN} ffd9 0000`],
    [
      'the range of a progressive scan is less than all',
      `${START} ${PROGRESSIVE} ffda 0008 01 0100 000000 12 ffd9`,
    ],
    ['zeros end a baseline scan, which may be its data', `${START} ${BASELINE} ${SCAN} 0000 ffd9`],
    ['a scan that is not the last is padded', `${START} ${PROGRESSIVE} ${SCAN} 0000 ${SCAN} ffd9`],
    ['bytes come between scans', `${START} 00 ${PROGRESSIVE} ${SCAN} ffc4 0003 01 00 ${SCAN} ffd9`],
    ['a marker has no place there', `${START} 00 ffd3 ${BASELINE} ${SCAN} ffd9`],
    ['a segment is longer than the file', `${START} 00 ffc0 0fff 08`],
    ['a segment is shorter than its length', `${START} 00 ffc0 0001 08 ${SCAN} ffd9`],
    ['there is no end', `${START} 00 ${BASELINE} ${SCAN}`],
    ['there is no scan', `${START} 00 ${BASELINE} ffd9`],
    ['there is nothing', 'ffd8'],
  ])('has no answer where %s', (_name, input) => {
    expect(tidyJpeg(hex(input))).toBeNull();
  });
});
