import { readHeader } from './sharp.gateway';

describe('the gateway to sharp', () => {
  it('renders no SVG, even if one were taken for something else', async () => {
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    await expect(readHeader(svg, 'png')).rejects.toMatchObject({ code: 'corrupt_image' });
  });
});
