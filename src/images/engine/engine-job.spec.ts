import { jobIdOf, parseJobId } from './engine-job';

const imageId = '0192f0c1-7d2e-7c3a-9b1e-3f5a6c7d8e9f';

it('a job id leads back to its claim', () => {
  expect(parseJobId(jobIdOf({ imageId, claim: 12 }))).toEqual({ imageId, claim: 12 });
});

it.each([
  '',
  imageId,
  `${imageId}:`,
  `${imageId}:-1`,
  `${imageId}:1.5`,
  `${imageId}:12345678901`,
  'a:1',
  `${imageId}:1 `,
])('%j was never handed out', jobId => {
  expect(parseJobId(jobId)).toBeNull();
});
