import adjustment from "./adjustment.json";
import badge from "./badge.json";
import catalogue from "./catalogue.json";
import changes from "./changes.json";
import desk from "./desk.json";
import discharge from "./discharge.json";
import enrolment from "./enrolment.json";
import field from "./field.json";
import frame from "./frame.json";
import grid from "./grid.json";
import help from "./help.json";
import inpatient from "./inpatient.json";
import journal from "./journal.json";
import keys from "./keys.json";
import paper from "./paper.json";
import pay from "./pay.json";
import person from "./person.json";
import premiums from "./premiums.json";
import printing from "./printing.json";
import reversal from "./reversal.json";
import roster from "./roster.json";
import search from "./search.json";
import session from "./session.json";
import settlements from "./settlements.json";
import sex from "./sex.json";
import state from "./state.json";
import transfer from "./transfer.json";
import why from "./why.json";

export default {
  adjustment,
  badge,
  catalogue,
  changes,
  desk,
  discharge,
  enrolment,
  field,
  frame,
  grid,
  help,
  inpatient,
  journal,
  keys,
  paper,
  pay,
  person,
  premiums,
  printing,
  reversal,
  roster,
  search,
  session,
  settlements,
  sex,
  state,
  transfer,
  why,
};
