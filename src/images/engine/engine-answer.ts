/** What the image service said of a job, as it is kept until a worker takes it up. */
export type EngineAnswer =
  { status: 'completed'; output_image_url: string } | { status: 'failed'; code: string; message: string };

const LONGEST_CODE = 100;
const LONGEST_MESSAGE = 500;

/** Such as Postgres takes and a line of a log has: no control characters, no halves of characters, not too long. */
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

/** In one line for the client. */
export function failureText({ code, message }: { code: string; message: string }): string {
  const said = [code, message].filter(Boolean).join(': ');
  return said ? `The image service failed: ${said}` : 'The image service failed and did not say why.';
}
