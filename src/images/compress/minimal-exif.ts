/** An EXIF block that holds nothing but the orientation, in TIFF layout. */
export function minimalExif(orientation: number): Buffer {
  const exif = Buffer.alloc(26);
  exif.write('MM\0*', 0, 'latin1');
  exif.writeUInt32BE(8, 4); // the only directory stands here
  exif.writeUInt16BE(1, 8); // one entry:
  exif.writeUInt16BE(0x0112, 10); // orientation,
  exif.writeUInt16BE(3, 12); // a short,
  exif.writeUInt32BE(1, 14); // one of them
  exif.writeUInt16BE(orientation, 18);
  return exif;
}
