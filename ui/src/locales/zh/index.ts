import badge from "./badge.json";
import field from "./field.json";
import frame from "./frame.json";
import grid from "./grid.json";
import keys from "./keys.json";
import pay from "./pay.json";
import search from "./search.json";
import session from "./session.json";
import state from "./state.json";

export default { badge, field, frame, grid, keys, pay, search, session, state };
