import { entryName, folderName } from './entry-names';

describe('folderName', () => {
  it.each([
    ['Red shoe', 'Red shoe'],
    ['../../etc/passwd', 'etc passwd'],
    ['C:\\temp\\a', 'C temp a'],
    ['a\u202Egpj.exe\n', 'a gpj.exe'],
    ['  ...  ', 'product'],
    ['', 'product'],
    ['CON', 'CON_'],
    ['Größe 42 鞋', 'Größe 42 鞋'],
  ])('of %j is %j', (name, folder) => expect(folderName(name)).toBe(folder));
});

describe('entryName', () => {
  it('tells products of the same name apart by their serial number', () => {
    expect(entryName({ name: 'Shoe', serial: 7, isRepeated: false }, 2, 'jpg')).toBe('Shoe/Shoe-2.jpg');
    expect(entryName({ name: 'Shoe', serial: 7, isRepeated: true }, 2, 'jpg')).toBe(
      'Shoe (7)/Shoe (7)-2.jpg',
    );
  });
});
