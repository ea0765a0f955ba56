export { SampleController } from './sample.controller';
export { SampleSettings } from './sample.settings';
