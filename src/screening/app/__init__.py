"""The desktop: Qt screens that show and report. They decide nothing."""
