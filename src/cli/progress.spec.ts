import type { RequestStatusDto } from '../requests';
import { describe as inWords, progressOn, type Terminal, waitingOn } from './progress';

const status = (overrides: Partial<RequestStatusDto> = {}) =>
  ({
    progress: 0.5,
    image_counts: { total: 10, pending: 3, processing: 2, completed: 4, failed: 1, cancelled: 0 },
    waiting: [],
    eta_seconds: 12,
    completed_at: null,
    ...overrides,
  }) as unknown as RequestStatusDto;

class Paper implements Terminal {
  text = '';
  constructor(
    readonly isTTY: boolean,
    readonly columns?: number,
  ) {}
  write(text: string) {
    this.text += text;
  }
}

describe('the progress', () => {
  it('says how far it is, what failed, and what it waits for', () => {
    expect(inWords(status())).toBe('50 %, 5 of 10 images, 1 failed, about 12 s left');
    const waiting = [{ host: 'a.example:443', until: '', images: 2 }];
    expect(inWords(status({ waiting, eta_seconds: 7_300 }))).toBe(
      '50 %, 5 of 10 images, 1 failed, about 3 h left, a.example:443 asked to wait',
    );
  });

  it('says why nothing happens for a while, in place of the bar', () => {
    const [terminal, file] = [new Paper(true), new Paper(false)];
    progressOn(terminal)(status());
    for (const paper of [terminal, file]) waitingOn(paper)(new Error('The service answered 503.'), 1_000);
    waitingOn(file)(new Error('http://shop cannot be reached: reset'), 5_000);
    expect(terminal.text.split('\r').at(-1)).toBe('The service answered 503. Trying again in 1 s.\x1b[K\n');
    expect(file.text).toBe(
      'The service answered 503. Trying again in 1 s.\nhttp://shop cannot be reached: reset. Trying again in 5 s.\n',
    );
  });

  it('is a bar in a terminal, in one line that is never longer than the terminal is wide', () => {
    const terminal = new Paper(true, 40);
    const show = progressOn(terminal);
    show(status());
    show(status({ progress: 1, completed_at: '2026-01-01' }));
    const lines = terminal.text.split('\r').filter(Boolean);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toContain('███████████████░░░░░░░░░░░░░░░');
    expect(lines.every(line => line.replace(/\x1b\[K|\n/g, '').length < 40)).toBe(true);
    expect(terminal.text.match(/\n/g)).toHaveLength(1);
  });

  it('is whole in a terminal that does not know how wide it is', () => {
    const terminal = new Paper(true, 0);
    progressOn(terminal)(status());
    expect(terminal.text).toContain(inWords(status()));
  });

  it('is a line now and then elsewhere, and one at the end', () => {
    const file = new Paper(false);
    const show = progressOn(file);
    for (let n = 0; n < 9; n++) show(status());
    show(status({ progress: 1, completed_at: '2026-01-01' }));
    expect(file.text.match(/\n/g)).toHaveLength(2);
    expect(file.text).not.toMatch(/[\r\x1b█]/);
  });
});
