export { engineCallbackBody } from './engine-callback-body';
export { CALLBACK_PATH } from '../engine/engine-job';
export { ImagesHttpModule } from './images-http.module';
