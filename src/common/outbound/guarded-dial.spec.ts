import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { AddressGuard } from './address-guard';
import { guardedDial } from './guarded-dial';
import { NameResolver } from './name-resolver';

describe('guardedDial', () => {
  const guard = new AddressGuard(
    { allowances: [], ports: [{ from: 1, to: 65_535 }], isOwn: () => false },
    new NameResolver(() => Promise.resolve([{ address: '1.1.1.1', family: 4 }]), {
      rememberMs: 0,
      patienceMs: 1_000,
    }),
  );
  const rules = { guard, connectTimeoutMs: 1_000 };
  let server: Server;
  let port: number;

  beforeAll(async () => {
    server = createServer(socket => socket.on('error', () => undefined));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterAll(() => void server.close());

  it.each([{ host: '127.0.0.1' }, { host: '::1' }, { socketPath: '/run/docker.sock' }, {}])(
    'refuses %j before anything is dialled',
    target => {
      const dialled = jest.fn<Socket, []>();
      const dial = () => guardedDial({ ...target, port }, rules, dialled, 'connect');
      expect(dial).toThrow(expect.objectContaining({ code: 'address_blocked' }) as Error);
      expect(dialled).not.toHaveBeenCalled();
    },
  );

  it('drops a socket that has come out elsewhere than at an allowed address', async () => {
    const elsewhere = () => connect({ host: '127.0.0.1', port });
    const socket = guardedDial({ host: 'shop.test', port }, rules, elsewhere, 'connect');
    const error = await new Promise(resolve => socket.once('error', resolve));
    expect(error).toMatchObject({
      code: 'address_blocked',
      message: expect.stringContaining('shop.test') as string,
    });
    expect(socket.destroyed).toBe(true);
  });
});
