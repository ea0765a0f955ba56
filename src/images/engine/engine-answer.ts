/** The answer of the image service to a job, kept until a worker takes it up. */
export type EngineAnswer =
  { status: 'completed'; output_image_url: string } | { status: 'failed'; code: string; message: string };

const LONGEST_CODE = 100;
const LONGEST_MESSAGE = 500;

/**
 * Makes a text that Postgres takes and that fits into a line of a log: without control characters and halves of
 * characters, and not longer than `longest`.
 */
export function plainText(text: string, longest: number): string {
  const plain = text
    .replace(/[\p{Cc}\p{Cs}]+/gu, ' ')
    .replace(/ +/g, ' ')
    .trim();
  return [...plain].slice(0, longest).join('');
}

export function failedAnswer({ code, message }: { code: string; message: string }): EngineAnswer {
  return {
    status: 'failed',
    code: plainText(code, LONGEST_CODE),
    message: plainText(message, LONGEST_MESSAGE),
  };
}

/** The failure in one line for the client. */
export function failureText({ code, message }: { code: string; message: string }): string {
  const said = [code, message].filter(Boolean).join(': ');
  return said ? `The image service failed: ${said}` : 'The image service failed and did not say why.';
}
