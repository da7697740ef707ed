/** Screens. Each is loaded when it is first opened; the number before a place is its shortcut for life. */
import { createRouter, createWebHashHistory } from "vue-router";

declare module "vue-router" {
  interface RouteMeta {
    /** Which place of the rail is lit. */
    place?: string;
    /** Screens about the premium begin with the year that is collected now. */
    season?: boolean;
  }
}

export const router = createRouter({
  history: createWebHashHistory(),
  routes: [
    { path: "/", redirect: "/desk" },
    { path: "/desk", component: () => import("./views/DeskPage.vue"), meta: { place: "desk" } },
    { path: "/enrolment", component: () => import("./views/EnrolmentPage.vue"), meta: { place: "enrolment", season: true } },
    { path: "/enrolment/new", component: () => import("./views/RegisterPage.vue"), meta: { place: "enrolment", season: true } },
    { path: "/enrolment/import", component: () => import("./views/RosterPage.vue"), meta: { place: "enrolment", season: true } },
    { path: "/household/:id", component: () => import("./views/HouseholdPage.vue"), props: true, meta: { place: "enrolment", season: true } },
    { path: "/person/:id", component: () => import("./views/PersonPage.vue"), props: true, meta: { place: "enrolment" } },
    { path: "/premiums", component: () => import("./views/PremiumsPage.vue"), meta: { place: "premiums", season: true } },
    { path: "/premiums/books", name: "receipt-books", component: () => import("./views/ReceiptBooksPage.vue"), meta: { place: "premiums", season: true } },
    { path: "/premiums/:id", component: () => import("./views/ReceiptPage.vue"), props: true, meta: { place: "premiums", season: true } },
    { path: "/inpatient", component: () => import("./views/InpatientPage.vue"), meta: { place: "inpatient" } },
    { path: "/inpatient/admit/:person", component: () => import("./views/AdmissionPage.vue"), props: true, meta: { place: "inpatient" } },
    { path: "/inpatient/:id", component: () => import("./views/ChargesPage.vue"), props: true, meta: { place: "inpatient" } },
    { path: "/inpatient/:id/discharge", component: () => import("./views/DischargePage.vue"), props: true, meta: { place: "inpatient" } },
    { path: "/settlements", component: () => import("./views/SettlementsPage.vue"), meta: { place: "settlements" } },
    { path: "/settlements/:id", component: () => import("./views/SettlementPage.vue"), props: true, meta: { place: "settlements" } },
    { path: "/settings/printers", component: () => import("./views/PrintersPage.vue") },
    { path: "/transfer", component: () => import("./views/TransferPage.vue"), meta: { place: "transfer" } },
    { path: "/settings/device", name: "settings-device", component: () => import("./views/DevicePage.vue") },
    { path: "/settings", name: "settings", component: () => import("./views/SettingsPage.vue"), meta: { place: "settings" } },
    { path: "/:unknown(.*)*", redirect: "/desk" },
  ],
});
