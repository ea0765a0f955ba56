import { Input, NativeSelect, SegmentedControl, Slider, Stack, Text, TextInput, Title } from '@mantine/core';
import { Panel } from '../shell/panel';
import { sideProblem, type UploadOptions, webhookProblem } from './options';
import classes from './options-form.module.css';

const FORMATS = [
  { value: 'keep', label: 'As it is' },
  { value: 'jpeg', label: 'JPEG' },
  { value: 'png', label: 'PNG' },
  { value: 'webp', label: 'WebP' },
  { value: 'avif', label: 'AVIF' },
] as const;

const EFFORTS = [
  { value: 'fast', label: 'Fast' },
  { value: 'balanced', label: 'Balanced' },
  { value: 'small', label: 'Smallest' },
];

const MARKS = [
  { value: 25, label: 'small' },
  { value: 50, label: 'usual' },
  { value: 75, label: 'fine' },
];

interface Props {
  options: UploadOptions;
  onChange: (options: UploadOptions) => void;
}

/** The options for compressing the pictures, and whom to notify. */
export function OptionsForm({ options, onChange }: Props) {
  const set = (part: Partial<UploadOptions>) => onChange({ ...options, ...part });
  return (
    <Panel aria-labelledby="options">
      <Stack gap={22}>
        <Title order={2} size="h4" id="options">
          How to compress
        </Title>
        <div className={classes.slider}>
          <div className={classes.label}>
            <span>Quality</span>
            <span className="figures">{options.quality}</span>
          </div>
          <Slider
            min={1}
            max={100}
            value={options.quality}
            onChange={quality => set({ quality })}
            marks={MARKS}
            label={null}
            thumbLabel="Quality"
          />
        </div>
        <div className={classes.kind}>
          <NativeSelect
            label="Format"
            data={FORMATS}
            value={options.format}
            onChange={event => set({ format: event.currentTarget.value as UploadOptions['format'] })}
          />
          <Input.Wrapper label="Effort" labelElement="div" labelProps={{ id: 'effort' }}>
            <SegmentedControl
              fullWidth
              size="sm"
              aria-labelledby="effort"
              data={EFFORTS}
              value={options.effort}
              onChange={effort => set({ effort: effort as UploadOptions['effort'] })}
            />
          </Input.Wrapper>
        </div>
        <Size {...{ options, onChange }} />
        <TextInput
          label="Tell this address when done"
          description="A webhook: it is sent the result as JSON, signed."
          placeholder="https://shop.example.com/hooks/images"
          type="url"
          value={options.webhookUrl}
          error={webhookProblem(options.webhookUrl)}
          onChange={event => set({ webhookUrl: event.currentTarget.value.trim() })}
        />
      </Stack>
    </Panel>
  );
}

function Size({ options, onChange }: Props) {
  const side = (name: 'maxWidth' | 'maxHeight', label: string) => (
    <TextInput
      label={label}
      placeholder="no limit"
      inputMode="numeric"
      rightSection={
        <Text size="xs" c="dimmed">
          px
        </Text>
      }
      value={options[name]}
      error={sideProblem(options[name])}
      onChange={event => onChange({ ...options, [name]: event.currentTarget.value.trim() })}
    />
  );
  return (
    <div className={classes.pair}>
      {side('maxWidth', 'Greatest width')}
      {side('maxHeight', 'Greatest height')}
    </div>
  );
}
