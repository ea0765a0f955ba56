import { areRight, DEFAULT_OPTIONS, previewFields, sideProblem, uploadForm, webhookProblem } from './options';

it.each(['', '1', '1200', '100000'])('takes %p as a side', text => expect(sideProblem(text)).toBeNull());
it.each(['0', '-5', '1.5', '100001', 'wide'])('refuses %p as a side', text =>
  expect(sideProblem(text)).not.toBeNull(),
);
it.each(['ftp://shop.example', 'shop.example/hook', 'javascript:alert(1)'])('refuses to tell %p', text =>
  expect(webhookProblem(text)).not.toBeNull(),
);

it('leaves out of the form what nobody filled in', () => {
  const form = uploadForm(new File(['x'], 'a.csv'), DEFAULT_OPTIONS, { on_invalid: 'skip' });
  expect([...form.keys()]).toEqual(['quality', 'format', 'effort', 'on_invalid', 'file']);
});

it('asks for a preview with the sides that are right so far', () => {
  const options = { ...DEFAULT_OPTIONS, maxWidth: '800', maxHeight: 'x' };
  expect(previewFields('https://shop.example/a.jpg', options)).toEqual({
    url: 'https://shop.example/a.jpg',
    quality: 50,
    format: 'keep',
    effort: 'balanced',
    max_width: 800,
  });
  expect(areRight(options)).toBe(false);
});
