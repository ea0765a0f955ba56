import { build } from './build.mjs';
import { install } from './install.mjs';
import { canServeSample, serveSample } from './sample.mjs';
import { exitCodeOf, passSignalsTo, startService } from './serve.mjs';

install();
build();
const service = startService(canServeSample() ? await serveSample() : {});
passSignalsTo(() => service);
service.once('exit', (code, signal) => process.exit(exitCodeOf(code, signal)));
