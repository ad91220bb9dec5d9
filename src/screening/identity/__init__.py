"""Keys, certificates, the offline authority, trust bundles, enrolment."""
