import { headOf, imageLinks } from './image-links';

const A = 'https://shop.example/a.jpg';
const B = 'https://img.example/w_300,h_200/b.jpg';

it.each([
  ['a cell', ',', `S. No,Name,Urls\n1,Mug,${A}\n`, [A]],
  ['a list in quotes', ',', `1,Mug,"${A}, ${B}"\n`, [A, B]],
  ['a list without quotes', ',', `1,Mug,${A},${A}?2\r\n`, [A, `${A}?2`]],
  ['a quote with a space before it', ',', `1, Mug, "${A}, ${B}"\n`, [A, B]],
  ['semicolons', ';', `1;Mug;${A};blue\n`, [A]],
  ['bars', '|', `1|Mug|${A}|blue`, [A]],
  ['tabs', '\t', `1\tMug\t${A}\tblue`, [A]],
  ['the same link twice', ',', `${A}\n${A}`, [A]],
  ['nothing of the kind', ',', 'a,b,ftp://shop.example/a.jpg', []],
])('finds the links of %s', (_, delimiter, text, expected) => {
  expect(imageLinks(text, delimiter)).toEqual(expected);
});

const PAGE = 'https://shop.example/mug';

it.each([
  ['one', 'Page,Product Name,Image Urls,More', `${PAGE},Mug,${A},${PAGE}?2\n${PAGE}?3,Cup,"${B}",\n`, [A, B]],
  ['one that goes on', 'Page,Product Name,input_image_urls', `${PAGE},Mug,${A},${A}?2\r\n`, [A, `${A}?2`]],
  ['one with nameless ones behind it', 'Page,Input Images,', `${PAGE},${A},${A}?2\n`, [A, `${A}?2`]],
  ['one behind quoted cells', 'Page,Text,Image Urls', `${PAGE},"a, ""b""\n${PAGE}?2" ,${A}\n`, [A]],
  ['one behind empty cells', 'Page,Text,Image Urls', `,,${A}\n\n${PAGE},,"${B}"`, [A, B]],
  ['one that only a newer service knows', 'Page,Photos', `${PAGE},${A}\n`, [PAGE, A]],
])('takes the links of the column for them: %s', (_, header, rows, expected) => {
  expect(imageLinks(`${header}\n${rows}`, ',', header.split(','))).toEqual(expected);
});

it('reads UTF-16 where the file says so', async () => {
  const file = new Blob([Buffer.from(`\ufeff1\tMug\t${A}`, 'utf16le')]);
  expect(imageLinks(await headOf(file), '\t')).toEqual([A]);
});
