import { rejectReason } from './reject-reason';

const image = (overrides: Partial<Parameters<typeof rejectReason>[0][number]>) => ({
  status: 'completed' as const,
  inputImageUrl: 'https://a.example/1.jpg',
  errorCode: null,
  errorMessage: null,
  ...overrides,
});

describe('rejectReason', () => {
  it('names each failed URL and why, and each code once', () => {
    const failed = {
      status: 'failed' as const,
      errorCode: 'timeout' as const,
      errorMessage: 'It took too long.',
    };
    const images = [image({}), image(failed), image({ ...failed, inputImageUrl: 'https://a.example/2.jpg' })];
    expect(rejectReason(images)).toEqual({
      code: 'timeout',
      message: 'https://a.example/1.jpg: It took too long.; https://a.example/2.jpg: It took too long.',
    });
  });

  it('says of a cancelled image that it was cancelled', () => {
    expect(rejectReason([image({ status: 'cancelled' })])).toEqual({
      code: 'cancelled',
      message: 'https://a.example/1.jpg: The request was cancelled.',
    });
  });
});
