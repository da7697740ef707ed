/** The year that the header shows, which the frame keeps here for fields that complete a date. */
import { ref } from "vue";

export const shownYear = ref<number>();
