import adjustment from "./adjustment.json";
import badge from "./badge.json";
import books from "./books.json";
import cards from "./cards.json";
import catalogue from "./catalogue.json";
import changes from "./changes.json";
import desk from "./desk.json";
import device from "./device.json";
import discharge from "./discharge.json";
import enrolment from "./enrolment.json";
import field from "./field.json";
import frame from "./frame.json";
import giveback from "./giveback.json";
import grid from "./grid.json";
import help from "./help.json";
import inpatient from "./inpatient.json";
import journal from "./journal.json";
import keys from "./keys.json";
import paper from "./paper.json";
import pay from "./pay.json";
import person from "./person.json";
import photograph from "./photograph.json";
import premiums from "./premiums.json";
import problem from "./problem.json";
import rare from "./rare.json";
import printing from "./printing.json";
import reversal from "./reversal.json";
import roster from "./roster.json";
import search from "./search.json";
import session from "./session.json";
import settlements from "./settlements.json";
import setup from "./setup.json";
import settings from "./settings.json";
import sex from "./sex.json";
import state from "./state.json";
import training from "./training.json";
import transfer from "./transfer.json";
import why from "./why.json";

export default {
  adjustment,
  badge,
  books,
  cards,
  catalogue,
  changes,
  desk,
  device,
  discharge,
  enrolment,
  field,
  frame,
  giveback,
  grid,
  help,
  inpatient,
  journal,
  keys,
  paper,
  pay,
  person,
  photograph,
  premiums,
  problem,
  rare,
  printing,
  reversal,
  roster,
  search,
  session,
  settings,
  settlements,
  setup,
  sex,
  state,
  training,
  transfer,
  why,
};
