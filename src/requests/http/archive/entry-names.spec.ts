import { slowdown } from '../../../../test/support/slowdown';
import { distinctFolders, entryName, type NamedProduct, portableName } from './entry-names';

describe('portableName', () => {
  it.each([
    ['Red shoe', 'Red shoe'],
    ['../../etc/passwd', 'etc passwd'],
    ['C:\\temp\\a', 'C temp a'],
    ['a\u202Egpj.exe\n', 'a gpj.exe'],
    ['  ...  ', 'product'],
    ['', 'product'],
    ['CON', 'CON_'],
    ['Größe 42 鞋', 'Größe 42 鞋'],
    ['n'.repeat(1_000), 'n'.repeat(100)],
  ])('of %j is %j', (name, folder) => expect(portableName(name)).toBe(folder));
});

it('portableName takes no longer for a longer name', () => {
  const rounds = (length: number) => {
    const name = 'n/'.repeat(length);
    return () => {
      for (let round = 0; round < 20; round++) portableName(name);
    };
  };
  // It takes as long; by the length of the name it would be 8 times as long.
  expect(slowdown(5_000, rounds)).toBeLessThan(4);
});

describe('distinctFolders', () => {
  async function* inPages(products: NamedProduct[]) {
    for (const product of products) yield await Promise.resolve([product]);
  }
  const folders = async (...products: [name: string, serial: number][]) => {
    const named = products.map(([name, serial], index) => ({ name, serial, row: index + 1 }));
    const renamed = await distinctFolders(() => inPages(named), ['shop-output.csv', 'shop-failed.csv']);
    return named.map(({ row, name }) => renamed.get(row) ?? portableName(name));
  };

  it('tells products of the same name apart by their serial number', async () => {
    expect(await folders(['Shoe', 7], ['shoe', 9], ['Hat', 3])).toEqual(['Shoe (7)', 'shoe (9)', 'Hat']);
  });

  it('tells them apart by their rows where one has no serial number of its own', async () => {
    expect(await folders(['Shoe', 1], ['Shoe', 1], ['Shoe', 3])).toEqual([
      'Shoe (1)',
      'Shoe (1) (row 2)',
      'Shoe (3)',
    ]);
  });

  it('keeps clear of the files beside them', async () => {
    expect(await folders(['Shop-Output.csv', 1], ['shop-failed.csv', 2], ['shop.csv', 3])).toEqual([
      'Shop-Output.csv (1)',
      'shop-failed.csv (2)',
      'shop.csv',
    ]);
  });

  it('keeps clear of names that look like the ones it makes', async () => {
    const made = (
      await folders(
        ['Shoe', 1],
        ['Shoe', 2],
        ['Shoe (1)', 3],
        ['shoe (1) (row 1)', 4],
        ['SHOE (2)', 5],
        ['Shoe (2)', 6],
      )
    ).map(folder => folder.toLowerCase());
    expect(new Set(made).size).toBe(made.length);
  });
});

it('an image is named after its folder, so that it is known without it', () => {
  expect(entryName('Shoe (7)', 2, 'jpg')).toBe('Shoe (7)/Shoe (7)-2.jpg');
});
