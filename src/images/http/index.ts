export { ImagesHttpModule } from './images-http.module';
