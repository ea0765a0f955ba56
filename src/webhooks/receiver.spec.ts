import { receiverOf } from './receiver';

describe('receiverOf', () => {
  it.each([
    ['https://shop.example.com/hooks?a=1', 'shop.example.com:443'],
    ['http://SHOP.example.com', 'shop.example.com:80'],
    ['https://shop.example.com:8443/', 'shop.example.com:8443'],
    ['http://[::1]:3000/', '[::1]:3000'],
  ])('of %s is %s', (url, receiver) => {
    expect(receiverOf(url)).toBe(receiver);
  });
});
